/** The conditions that were given, for `eb.and`: what is null or absent asks for nothing. */
export const given = <Conditions extends object>(conditions: Conditions) =>
  Object.fromEntries(Object.entries(conditions).filter(([, value]) => value != null)) as {
    [Column in keyof Conditions]?: NonNullable<Conditions[Column]>;
  };
