import { useGraphiQL, type GraphiQLPlugin } from "@graphiql/react";
import { isInterfaceType, isObjectType } from "graphql";
import { useEffect, useState } from "react";
import type { SchemaMap } from "../../published/schema-map.ts";
import { headersOf } from "./caller.ts";
import { agencyLabels, labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { useSignIn } from "./sign-in.tsx";

/** The side panel that says which agency answers which field. */
export const schemaMapPlugin: GraphiQLPlugin = {
  title: `${labels.schemaMap.vi} · ${labels.schemaMap.en}`,
  icon: MapIcon,
  content: SchemaMapPanel,
};

function SchemaMapPanel() {
  const { language } = useLanguage();
  const [sought, seek] = useState("");
  const map = useSchemaMap();
  const types = useTypes().filter(({ name, fields }) => isSought(sought, [name, ...fields]));
  return (
    <section className="hub-map" aria-label={labels.schemaMap[language]}>
      <h2>{labels.schemaMap[language]}</h2>
      <p>{labels.schemaMapHint[language]}</p>
      <label>
        {labels.findType[language]}{" "}
        <input type="search" value={sought} onChange={(event) => seek(event.target.value)} />
      </label>
      {types.map(({ name, fields }) => (
        <details key={name} open={sought !== ""}>
          <summary>{name}</summary>
          <dl>
            {fields.map((field) => (
              <div key={field}>
                <dt>{field}</dt>
                <dd>
                  {(map?.[name]?.[field] ?? []).map((agency) => agencyLabels[agency]?.[language] ?? agency).join(", ")}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}

const isSought = (sought: string, names: readonly string[]) =>
  names.some((name) => name.toLowerCase().includes(sought.trim().toLowerCase()));

/** The types with fields that the caller is shown, roots first and the others by name. */
function useTypes() {
  const schema = useGraphiQL((state) => state.schema);
  const roots = new Set<unknown>([schema?.getQueryType(), schema?.getMutationType()]);
  const types = Object.values(schema?.getTypeMap() ?? {}).filter((type) => isObjectType(type) || isInterfaceType(type));
  return types
    .filter(({ name }) => !name.startsWith("__"))
    .toSorted(
      (a, b) => Number(roots.has(b)) - Number(roots.has(a)) || a.name.localeCompare(b.name),
    )
    .map((type) => ({ name: type.name, fields: Object.keys(type.getFields()) }));
}

/** What the hub publishes of who answers what; undefined until it has. */
function useSchemaMap(): SchemaMap | undefined {
  const { kind, caller } = useSignIn();
  const [map, setMap] = useState<SchemaMap>();
  useEffect(() => {
    const stopped = new AbortController();
    const ask = async () => {
      const headers = kind === "none" ? {} : await headersOf(caller);
      if (headers === null) return;
      const response = await fetch("/schema/map.json", { headers, signal: stopped.signal });
      if (response.ok) setMap((await response.json()) as SchemaMap);
    };
    ask().catch(() => setMap(undefined));
    return () => stopped.abort();
  }, [kind, caller]);
  return map;
}

function MapIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="6" cy="6" r="3" />
      <circle cx="18" cy="6" r="3" />
      <circle cx="12" cy="18" r="3" />
      <path d="M8 8l3 7M16 8l-3 7M9 6h6" />
    </svg>
  );
}
