import { personas, type Persona } from "../../gateway/identity/personas.ts";
import { overseasOrganizations } from "../synthetic/overseas-organizations.ts";

/** The persona of the menu who acts for a committee abroad, of one country. */
const MODEL = "overseas-secretary";

/**
 * The same for every country whose organizations stand below a committee of their own, `overseas-secretary-KR` for
 * Korea: nobody else may take the acts there. Too many for a menu, so a trial has nothing of them but tokens.
 */
export const secretariesAbroad: readonly Persona[] = personas
  .filter(({ name }) => name === MODEL)
  .flatMap((model) =>
    [...overseasOrganizations].flatMap(([country, [head]]) =>
      head?.cellKind === null
        ? [
            {
              ...model,
              name: `${model.name}-${country}`,
              title: { en: `Secretary of the committee in ${country}`, vi: `Bí thư ${head.name}` },
              organization: head.id,
            },
          ]
        : [],
    ),
  );
