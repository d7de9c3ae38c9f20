import { z } from 'zod';

/** A password as somebody sets it: length is what counts. */
export const newPassword = z.string().min(12).max(200);
