import { start } from "@/shared/start";
import Handset from "./Handset.vue";
import { registerWorker } from "./installing";

start(Handset);
void registerWorker();
