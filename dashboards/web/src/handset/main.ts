import { start } from "@/shared/start";
import Handset from "./Handset.vue";

start(Handset);
