import { start } from "@/shared/start";
import Counter from "./Counter.vue";
import { useFollowing } from "./following";

void start(Counter, () => useFollowing().look());
