import { useId, useState } from 'react';
import { CodeBlock } from './code-block.tsx';

export interface Sample {
  /** A language or a file: "Node.js". */
  readonly name: string;
  readonly code: string;
}

/** The same code in several languages; one is shown. */
export function CodeTabs({
  label,
  samples,
}: {
  readonly label: string;
  readonly samples: readonly Sample[];
}) {
  const id = useId();
  const [name, choose] = useState(samples[0]?.name);
  const chosen = samples.find((sample) => sample.name === name);
  return (
    <CodeBlock
      code={chosen?.code ?? ''}
      head={
        <fieldset aria-label={label} className="segments">
          {samples.map((sample) => (
            <label key={sample.name}>
              <input
                checked={sample.name === name}
                name={id}
                onChange={() => choose(sample.name)}
                type="radio"
              />
              <span>{sample.name}</span>
            </label>
          ))}
        </fieldset>
      }
      label={`${label}: ${chosen?.name}`}
    />
  );
}
