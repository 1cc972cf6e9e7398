import { selectDark } from "naive-ui";

import { darken } from "@/shared/look";
import { start } from "@/shared/start";
import "./ops.css";
import Ops from "./Ops.vue";

darken({ Select: selectDark });
void start(Ops);
