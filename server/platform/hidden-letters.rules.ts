/** Letters that nobody sees: control, zero width, direction, fillers. Two names that look alike must be one. */
export const HIDDEN_LETTER = /[\p{Cc}\p{Cf}\u034f\u115f\u1160\u2800\u3164\uffa0]/u;
