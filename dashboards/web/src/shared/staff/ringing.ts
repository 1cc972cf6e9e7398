// Sound, vibration and the page's title when something new waits for the person, where they allowed it.

import { computed } from "vue";

import { kept } from "@/shared/kept";

const choice = kept<"on" | "off">("tongban-sound", ["on", "off"], "off");

/** Whether the person allowed sound and vibration on this device. */
export const rings = computed({
  get: () => choice.value === "on",
  set: (on: boolean) => {
    choice.value = on ? "on" : "off";
    if (on) ring(); // what they just allowed, so that they know it; and the browser allows it from this press on
  },
});

const NOTES_HZ = [659.3, 880]; // E5 and A5: heard through a lobby's murmur, and not an alarm
const NOTE_S = 0.18;
let audio: AudioContext | null = null;

/** Two notes and a double pulse; browsers that allow neither stay silent. */
export function ring(): void {
  if (!rings.value) return;
  navigator.vibrate?.([180, 90, 180]);
  try {
    audio ??= new AudioContext();
    const started = audio;
    void started.resume().then(() => play(started), () => undefined);
  } catch {
    audio = null; // no sound on this device: the page shows it all the same
  }
}

function play(context: AudioContext): void {
  const loudness = context.createGain();
  loudness.connect(context.destination);
  NOTES_HZ.forEach((pitch, place) => {
    const begins = context.currentTime + place * NOTE_S;
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(loudness);
    loudness.gain.setValueAtTime(0.0001, begins);
    loudness.gain.exponentialRampToValueAtTime(0.3, begins + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begins + NOTE_S);
    tone.start(begins);
    tone.stop(begins + NOTE_S);
  });
}

/** After a reload browsers play nothing before the first press: take it as the leave that was given before. */
export function allowAtFirstPress(): void {
  const resume = (): void => {
    if (!rings.value) return;
    audio ??= new AudioContext();
    void audio.resume();
  };
  addEventListener("pointerdown", resume, { once: true });
}
