import { z } from 'zod';

// zod would try `eval` once to see whether it may compile parsers; the content policy reports that as a violation.
z.config({ jitless: true });
