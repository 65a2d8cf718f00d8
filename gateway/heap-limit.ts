import { setFlagsFromString } from "node:v8";

/**
 * Counts buffers towards the heap's limit, as everything else, for the whole process. By a limit of their own, V8's
 * default, every 64 MB of answers would have the whole heap walked through, a few times a second under load.
 */
export const countBuffersInHeapLimit = (): void => setFlagsFromString("--external-memory-accounted-in-global-limit");
