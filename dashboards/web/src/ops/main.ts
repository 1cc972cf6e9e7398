import { start } from "@/shared/start";
import "./ops.css";
import Ops from "./Ops.vue";

void start(Ops);
