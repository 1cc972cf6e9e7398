import { start } from "@/shared/start";
import Front from "./Front.vue";

void start(Front);
