import { start } from "@/shared/start";
import Desk from "./Desk.vue";

start(Desk);
