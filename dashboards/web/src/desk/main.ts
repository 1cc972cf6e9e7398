import { start } from "@/shared/start";
import Desk from "./Desk.vue";

void start(Desk);
