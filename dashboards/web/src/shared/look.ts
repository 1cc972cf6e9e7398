// Light and dark, and how the library's controls look in each. The colours themselves are in `page.css`.

import { buttonDark, commonDark, type GlobalTheme, type GlobalThemeOverrides, type NLocale } from "naive-ui";
import { computed, shallowRef, watchEffect } from "vue";

import { kept } from "@/shared/kept";

export type Light = "auto" | "light" | "dark";

export const LIGHTS = ["auto", "light", "dark"] as const;
export const light = kept<Light>("tongban-light", LIGHTS, "auto");

const wanted = matchMedia("(prefers-color-scheme: dark)");
const machine = kept<"light" | "dark">("tongban-machine-light", ["light", "dark"], "light");
machine.value = wanted.matches ? "dark" : "light";
wanted.addEventListener("change", () => (machine.value = wanted.matches ? "dark" : "light"));

export const isDark = computed(() => (light.value === "auto" ? machine.value : light.value) === "dark");
watchEffect(() => (document.documentElement.dataset.light = isDark.value ? "dark" : "light"));

/** The library's dark look of the controls that are used; its own `darkTheme` brings those of all. */
const controls = shallowRef<GlobalTheme>({ name: "dark", common: commonDark, Button: buttonDark });
/** The Chinese words of those controls that have words. */
export const chinese = shallowRef<NLocale | null>(null);
/** A face uses more of the library's controls than buttons: their dark look, and their words. */
export function furnish(more: Omit<GlobalTheme, "name">, words: NLocale): void {
  [controls.value, chinese.value] = [{ ...controls.value, ...more }, words];
}
export const theme = computed(() => (isDark.value ? controls.value : null));

interface Colours {
  accent: string;
  accentInk: string;
  needs: string;
  waiting: string;
  done: string;
  ground: string;
  sheet: string;
  ink: string;
  inkSoft: string;
  line: string;
}

const LIGHT: Colours = {
  accent: "#0b6b6b",
  accentInk: "#ffffff",
  needs: "#a8281f",
  waiting: "#805000",
  done: "#1a6b3a",
  ground: "#f4f7f7",
  sheet: "#ffffff",
  ink: "#16211f",
  inkSoft: "#51605f",
  line: "#d5dedf",
};
const DARK: Colours = {
  accent: "#5fc9c2",
  accentInk: "#06201f",
  needs: "#ff9f95",
  waiting: "#f0bd63",
  done: "#82d69f",
  ground: "#0d1314",
  sheet: "#151d1e",
  ink: "#e8efee",
  inkSoft: "#a3b3b2",
  line: "#2c393a",
};

function overrides(colours: Colours): GlobalThemeOverrides {
  const onAccent = ["", "Hover", "Pressed", "Focus", "Disabled"].flatMap((state) =>
    ["Primary", "Error"].map((kind) => [`textColor${state}${kind}`, colours.accentInk]),
  );
  return {
    common: {
      primaryColor: colours.accent,
      primaryColorHover: colours.accent,
      primaryColorPressed: colours.accent,
      primaryColorSuppl: colours.accent,
      errorColor: colours.needs,
      errorColorHover: colours.needs,
      errorColorPressed: colours.needs,
      warningColor: colours.waiting,
      successColor: colours.done,
      textColorBase: colours.ink,
      textColor1: colours.ink,
      textColor2: colours.ink,
      textColor3: colours.inkSoft,
      placeholderColor: colours.inkSoft,
      borderColor: colours.line,
      dividerColor: colours.line,
      bodyColor: colours.ground,
      cardColor: colours.sheet,
      modalColor: colours.sheet,
      popoverColor: colours.sheet,
      borderRadius: "10px",
      fontFamily: "inherit",
      fontSize: "16px",
      fontSizeMedium: "16px",
      fontSizeLarge: "17px",
      heightMedium: "40px",
      heightLarge: "52px",
    },
    Button: Object.fromEntries(onAccent),
  };
}

export const themeOverrides = computed(() => overrides(isDark.value ? DARK : LIGHT));
