// What a viewer shows: one sheet after another.

export interface Sheet {
  key: string;
  title: string;
  address: string;
  mediaType: string;
  /** Drawn into the picture where its data have them: corners in px of the picture, and a label. */
  outlines?: readonly { label: string; points: readonly (readonly [number, number])[] }[];
  /** Captured when (Unix ms), for the line below it. */
  capturedAt?: number;
}

export const isPdf = (sheet: Sheet): boolean => sheet.mediaType === "application/pdf";
