import { switchDark } from "naive-ui";

import { darken } from "@/shared/look";
import { start } from "@/shared/start";
import Desk from "./Desk.vue";

darken({ Switch: switchDark });
void start(Desk);
