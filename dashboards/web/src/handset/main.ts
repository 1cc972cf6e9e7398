import { start } from "@/shared/start";
import Handset from "./Handset.vue";
import { registerWorker } from "./installing";

void start(Handset);
void registerWorker();
