// An application as it was filled in, in the words of its procedure.

import { element } from "../shared/element.js";
import { masked } from "../shared/forms.js";
import { titled } from "../shared/words.js";

/** The procedure's title in the language now, or its name while the title is not known. */
export const procedureTitle = (procedures, name) => (procedures[name] ? titled(procedures[name].title) : name);

/** A material's title, where `attachment-2` is the second attachment. */
export function materialTitle(procedure, name) {
  const known = procedure?.materials ?? {};
  if (known[name]) return titled(known[name].title);
  const [, stem, number] = /^(.*)-([1-9][0-9]?)$/.exec(name) ?? [];
  return known[stem] ? `${titled(known[stem].title)} ${number}` : name;
}

/** The application's lines; identity numbers in full only when `whole`. */
export function applicationLines(application, procedure, { whole }) {
  const order = Object.keys(procedure?.fields ?? {});
  const names = Object.keys(application).sort((one, other) => order.indexOf(one) - order.indexOf(other));
  return element("dl", { class: "application" }, names.map((name) => [
    element("dt", {}, procedure?.fields[name] ? titled(procedure.fields[name].title) : name),
    element("dd", {}, whole ? application[name] : masked(application[name])),
  ]));
}
