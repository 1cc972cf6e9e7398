// The code of a counter in the page's address: its QR opens the handset with it.

const CODE = /^[0-9]{6}$/;

/** The digits of what was typed or scanned, when they are a code. */
export function codeIn(text: string): string | null {
  const digits = text.replace(/\D/g, "");
  return CODE.test(digits) ? digits : null;
}

export const arrivalCode = {
  /** The code that the address brought, if any. */
  brought: (): string | null => codeIn(new URL(location.href).searchParams.get("code") ?? ""),
  /** Take it out of the address, so that a reload does not bring it again. */
  forget(): void {
    const address = new URL(location.href);
    address.searchParams.delete("code");
    history.replaceState(history.state, "", address);
  },
};
