import { inputDark, selectDark, zhCN } from "naive-ui";

import { furnish } from "@/shared/look";
import { start } from "@/shared/start";
import "./ops.css";
import Ops from "./Ops.vue";

furnish({ Input: inputDark, Select: selectDark }, zhCN);
void start(Ops);
