import '../style/page.css';
import '../style/all.css';
import '../style/console.css';
import '../style/overview.css';
import '../style/settings.css';
import '../style/choose.css';
import '../style/setup.css';
import { createRoot } from 'react-dom/client';
import { FrameRoot } from '../app/frame.tsx';
import { ConsolePage } from '../console/page.tsx';

const app = document.getElementById('app');
if (app !== null) {
  createRoot(app).render(
    <FrameRoot ownsPage>
      <ConsolePage />
    </FrameRoot>,
  );
}
