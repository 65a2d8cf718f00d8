/** What marks response names and variables of the request at a place of a joined call. */
export const placeSuffix = (place: number) => `_${place}`;

/** Stands in the name of each variable of a key where the suffix belongs; JSON writes this character otherwise. */
export const PLACE_MARK = "\0";
