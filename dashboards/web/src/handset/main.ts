import { start } from "@/shared/start";
import { useCases } from "@/shared/staff/cases";
import Handset from "./Handset.vue";
import { registerWorker } from "./installing";
import { useMe } from "@/shared/staff/me";

void start(Handset, () => useCases().refresh().catch(useMe().unread)).then(registerWorker);
