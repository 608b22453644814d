import { type NewWorkspace, unwrap, type Workspace } from '@lostwax/client';
import { isKeyIdPrefix, isSlug } from '@lostwax/core/names';
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
import { useWorkspaces } from '../data.ts';
import { ADMINISTRATORS } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { derive, prefixOf } from './derive.ts';

const algorithms = ['ES256', 'RS256', 'EdDSA'] as const;
type Algorithm = (typeof algorithms)[number];

/** Only a name is required; the identifiers are derived from it until they are edited. */
export function NewWorkspaceScreen() {
  const { workspaces: texts } = useConsoleTexts();
  const { client } = useSession();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const known = useWorkspaces().data?.items;
  const isFirst = known?.every(({ slug }) => slug === ADMINISTRATORS) ?? false;
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string>();
  const [ownPrefix, setOwnPrefix] = useState<string>();
  const [algorithm, setAlgorithm] = useState<Algorithm>('ES256');
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState(false);
  const slug = ownSlug ?? derive(name).slug;
  const prefix = ownPrefix ?? prefixOf(slug);
  const create = useCall((body: NewWorkspace) => unwrap(client.POST('/v1/workspaces', { body })));
  const made = ({ slug: to }: Workspace): void => {
    void queries.invalidateQueries({ queryKey: ['workspaces'] });
    go(`/w/${to}/overview`);
  };
  const submit = (): void => {
    setTried(true);
    if (name.trim() === '' || !isSlug(slug) || !isKeyIdPrefix(prefix)) return;
    create.run({ slug, prefix, algorithm, name: name.trim() }, made);
  };
  const slugWrong = tried && name.trim() !== '' && !isSlug(slug);
  const prefixWrong = tried && isSlug(slug) && !isKeyIdPrefix(prefix);
  return (
    <div className="screen">
      <div>
        {!isFirst && (
          <Link className="way-back" href="/workspaces">
            {texts.title}
          </Link>
        )}
        <ScreenTitle title={isFirst ? texts.createFirst : texts.create} />
        <p className="soft prose">{texts.intro}</p>
      </div>
      <Form onSubmit={submit}>
        <TextField
          autoComplete="off"
          hint={texts.nameHint}
          label={texts.name}
          maxLength={255}
          onChange={(event) => setName(event.target.value)}
          value={name}
          wrong={tried && name.trim() === '' ? texts.nameWrong : undefined}
        />
        {isSlug(slug) && isKeyIdPrefix(prefix) && <p className="hint">{texts.derived(slug, prefix)}</p>}
        {/* An error in it must be visible; once open, it stays open even after the error is fixed. */}
        <details
          className="advanced"
          onToggle={(event) => setOpen(event.currentTarget.open)}
          open={open || slugWrong || prefixWrong}
        >
          <summary>{texts.advanced}</summary>
          <div className="stack">
            <TextField
              autoComplete="off"
              hint={texts.slugHint}
              label={texts.slug}
              maxLength={63}
              onChange={(event) => setOwnSlug(event.target.value.trim())}
              spellCheck={false}
              value={slug}
              wrong={slugWrong ? texts.slugWrong : undefined}
            />
            <TextField
              autoComplete="off"
              hint={texts.prefixHint}
              label={texts.prefix}
              maxLength={16}
              onChange={(event) => setOwnPrefix(event.target.value.trim())}
              spellCheck={false}
              value={prefix}
              wrong={prefixWrong ? texts.prefixWrong : undefined}
            />
            <Field hint={texts.algorithmHint} label={texts.algorithm}>
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
          </div>
        </details>
        <CallFailure error={create.error} />
        <div className="buttons">
          <Button busy={create.busy} kind="main" type="submit">
            {texts.made}
          </Button>
        </div>
      </Form>
    </div>
  );
}
