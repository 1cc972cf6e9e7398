// What our pages are measured beside: nothing but Vue and one control of the library, built the same way.

import { createApp } from "vue";

import Empty from "./Empty.vue";

createApp(Empty).mount("#app");
