import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export function DangerZone() {
  const { settings } = useConsoleTexts();
  const texts = settings.danger;
  return (
    <Card title={texts.title}>
      <div className="head">
        <div>
          <h3>{texts.revoke}</h3>
          <p className="soft">{texts.revokeAbout}</p>
        </div>
        <ButtonLink kind="danger" to="/keys/revoke">
          {texts.revoke}
        </ButtonLink>
      </div>
    </Card>
  );
}
