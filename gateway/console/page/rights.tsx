import type { MissingRight, ToldField, ToldRights } from "../../rights/told-rights.ts";
import { useAsked } from "./asked.ts";
import { labels, policyLabels, purposeLabels, type Language } from "./labels.ts";
import { useLanguage } from "./language.tsx";

/** What the caller may ask for of the operation in the editor, and what is missing for the rest. */
export function Rights() {
  const { language } = useLanguage();
  const rights = useAsked<Partial<ToldRights>>("/rights");
  if (!rights) return <p className="hub-note">{labels.asking[language]}</p>;
  return (
    <div className="hub-rights">
      <p className="hub-note">{labels.rightsHint[language]}</p>
      {rights.fields ? (
        <Fields fields={rights.fields} isAllOrNothing={rights.isAllOrNothing ?? false} />
      ) : (
        <p className="hub-note hub-warning">{labels.notAsked[language]}</p>
      )}
      {rights.caller && <Overall caller={rights.caller} />}
    </div>
  );
}

function Fields({ fields, isAllOrNothing }: { fields: readonly ToldField[]; isAllOrNothing: boolean }) {
  const { language } = useLanguage();
  const closed = fields.filter(({ missing }) => missing.length > 0).length;
  return (
    <>
      <p className="hub-note">
        <strong>
          {`${fields.length - closed} ${labels.openFields[language]}, ${closed} ${labels.closedFields[language]}`}
        </strong>
        {closed > 0 && isAllOrNothing && ` ${labels.allOrNothing[language]}`}
      </p>
      <div className="hub-table" tabIndex={0} role="region" aria-label={labels.rights[language]}>
        <table>
          <thead>
            <tr>
              <th scope="col">{labels.field[language]}</th>
              <th scope="col">{labels.maySee[language]}</th>
              <th scope="col">{labels.missing[language]}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ path, coordinate, missing }) => (
              <tr key={path.join(".") + coordinate} data-closed={missing.length > 0}>
                <td title={coordinate} style={{ paddingLeft: 12 + (path.length - 1) * 16 }}>
                  {path.at(-1)}
                </td>
                <td>{labels[missing.length > 0 ? "no" : "yes"][language]}</td>
                <td>{missing.map((right) => inWords(right, language)).join("; ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Overall({ caller }: { caller: NonNullable<ToldRights["caller"]> }) {
  const { language } = useLanguage();
  const listed = (words: readonly string[]) => (words.length === 0 ? labels.none[language] : words.join(", "));
  const purposes = caller.purposes.map((purpose) => purposeLabels[purpose]?.[language] ?? purpose);
  return (
    <>
      <h3>{labels.overall[language]}</h3>
      <dl>
        <dt>{labels.organization[language]}</dt>
        <dd>{caller.organization}</dd>
        <dt>{labels.committees[language]}</dt>
        <dd>{listed(caller.committees)}</dd>
        <dt>{labels.scopes[language]}</dt>
        <dd>{listed(caller.scopes)}</dd>
        <dt>{labels.purpose[language]}</dt>
        <dd>{listed(purposes)}</dd>
      </dl>
    </>
  );
}

/** What is missing, as a phrase. */
function inWords({ kind, anyOf }: MissingRight, language: Language): string {
  const or = ` ${labels.or[language]} `;
  switch (kind) {
    case "authenticated":
      return labels.missingToken[language];
    case "purpose":
      return labels.missingPurpose[language];
    case "never":
      return labels.neverServed[language];
    case "scopes":
      return `${labels.missingScope[language]} ${anyOf.map((all) => all.join(" + ")).join(or)}`;
    case "policies":
      return anyOf.map((all) => all.map((name) => policyLabels[name]?.[language] ?? name).join(" + ")).join(or);
  }
}
