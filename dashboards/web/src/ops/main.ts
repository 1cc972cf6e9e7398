import { start } from "@/shared/start";
import Ops from "./Ops.vue";

start(Ops);
