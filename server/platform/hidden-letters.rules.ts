/** Letters that nobody sees: control, zero width, direction. Two names that look alike must be one. */
export const HIDDEN_LETTER = /[\p{Cc}\p{Cf}]/u;
