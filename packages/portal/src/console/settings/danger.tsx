import { ButtonLink } from '../../ui/button.tsx';
import { DangerAction, DangerZone } from '../../ui/danger-zone.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export function SettingsDanger() {
  const { settings } = useConsoleTexts();
  const texts = settings.danger;
  return (
    <DangerZone>
      <DangerAction about={texts.revokeAbout} title={texts.revoke}>
        <ButtonLink kind="danger" to="/keys/revoke">
          {texts.revoke}
        </ButtonLink>
      </DangerAction>
    </DangerZone>
  );
}
