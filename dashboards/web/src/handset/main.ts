import { start } from "@/shared/start";
import { useCases } from "./cases";
import Handset from "./Handset.vue";
import { registerWorker } from "./installing";
import { useMe } from "./me";

void start(Handset, () => useCases().refresh().catch(useMe().unread)).then(registerWorker);
