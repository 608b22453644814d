import { type NewWorkspace, unwrap, type Workspace } from '@lostwax/client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

const algorithms = ['ES256', 'RS256', 'EdDSA'] as const;
type Algorithm = (typeof algorithms)[number];

export function NewWorkspaceScreen() {
  const texts = useConsoleTexts();
  const { client } = useSession();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [slug, setSlug] = useState('');
  const [name, setName] = useState('');
  const [prefix, setPrefix] = useState('');
  const [algorithm, setAlgorithm] = useState<Algorithm>('ES256');
  const [wrong, setWrong] = useState<string>();
  const create = useCall((body: NewWorkspace) => unwrap(client.POST('/v1/workspaces', { body })));
  const made = ({ slug: to }: Workspace): void => {
    void queries.invalidateQueries({ queryKey: ['workspaces'] });
    go(`/w/${to}/settings`);
  };
  const submit = (): void => {
    const good = /^[a-z][a-z0-9_-]{0,62}$/.test(slug.trim());
    setWrong(good ? undefined : texts.workspaces.slugWrong);
    if (!good) return;
    const wish = {
      slug: slug.trim(),
      algorithm,
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(prefix.trim() !== '' && { prefix: prefix.trim() }),
    };
    create.run(wish, made);
  };
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/workspaces">
          {texts.workspaces.title}
        </Link>
        <ScreenTitle title={texts.workspaces.create} />
      </div>
      <Form onSubmit={submit}>
        <TextField
          autoComplete="off"
          hint={texts.workspaces.slugHint}
          label={texts.workspaces.slug}
          maxLength={63}
          onChange={(event) => setSlug(event.target.value)}
          spellCheck={false}
          value={slug}
          wrong={wrong}
        />
        <TextField
          autoComplete="off"
          label={texts.settings.name}
          maxLength={255}
          onChange={(event) => setName(event.target.value)}
          value={name}
        />
        <TextField
          autoComplete="off"
          hint={texts.workspaces.prefixHint}
          label={texts.workspaces.prefix}
          maxLength={16}
          onChange={(event) => setPrefix(event.target.value)}
          spellCheck={false}
          value={prefix}
        />
        <Field hint={texts.workspaces.algorithmHint} label={texts.workspaces.algorithm}>
          {(control) => (
            <select
              {...control}
              onChange={(event) => setAlgorithm(event.target.value as Algorithm)}
              value={algorithm}
            >
              {algorithms.map((it) => (
                <option key={it}>{it}</option>
              ))}
            </select>
          )}
        </Field>
        <CallFailure error={create.error} />
        <div className="buttons">
          <Button busy={create.busy} kind="main" type="submit">
            {texts.workspaces.made}
          </Button>
        </div>
      </Form>
    </div>
  );
}
