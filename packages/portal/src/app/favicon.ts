import { useEffect } from 'react';
import { localAddress } from './image-address.ts';

/** Gives the page the workspace's icon. */
export function useFavicon(image: string | null | undefined, ownsPage: boolean): void {
  useEffect(() => {
    const link = ownsPage ? document.querySelector<HTMLLinkElement>('link[rel="icon"]') : null;
    if (link !== null && image) link.href = localAddress(image);
  }, [image, ownsPage]);
}
