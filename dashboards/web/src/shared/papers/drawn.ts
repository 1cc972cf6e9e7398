// A signature from the pad is strokes, not a picture: it is drawn by the program that has it.

export const isDrawn = (mediaType: string): boolean => mediaType === "application/json";
