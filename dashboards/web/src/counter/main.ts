import { start } from "@/shared/start";
import Counter from "./Counter.vue";

void start(Counter);
