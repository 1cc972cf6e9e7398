import { start } from "@/shared/start";
import Kiosk from "./Kiosk.vue";
import "./kiosk.css";

start(Kiosk);
