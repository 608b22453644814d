import '../style/page.css';
import '../style/all.css';
import { createRoot } from 'react-dom/client';
import { FrameRoot } from '../app/frame.tsx';
import { PortalPage } from '../portal/page.tsx';

const app = document.getElementById('app');
if (app !== null) {
  createRoot(app).render(
    <FrameRoot ownsPage>
      <PortalPage />
    </FrameRoot>,
  );
}
