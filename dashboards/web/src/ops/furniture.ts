// How the library's controls look on the operators' pages, and what they say. Only these pages have such controls.

import { commonDark, inputDark, selectDark, zhCN, type GlobalTheme, type GlobalThemeOverrides } from "naive-ui";
import { computed } from "vue";

import { isDark } from "@/shared/look";
import { language } from "@/words";

/** The library's dark look of the controls that are used; its own `darkTheme` brings those of all. */
const DARK_CONTROLS: GlobalTheme = { name: "dark", common: commonDark, Input: inputDark, Select: selectDark };
export const theme = computed(() => (isDark.value ? DARK_CONTROLS : null));
/** The Chinese words of those controls that have words. */
export const locale = computed(() => (language.value === "zh" ? zhCN : null));

interface Colours {
  accent: string;
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
  };
}

export const themeOverrides = computed(() => overrides(isDark.value ? DARK : LIGHT));
