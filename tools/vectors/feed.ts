import { changeVectors } from './feed-changes.ts';
import { feedIssuer } from './feed-parts.ts';
import { pointerVectors } from './feed-pointers.ts';
import { snapshotVectors } from './feed-snapshots.ts';

/** spec/vectors/feed.json. */
export function feedVectors(): object {
  return {
    about:
      'The feed (spec/feed.md §3 to §5 and §8). snapshots: good ones are read as the position and the pins; bad ones are refused. changes: the events ' +
      'follow the snapshot; good ones lead to the position and the pins; a bad one is refused and changes nothing. Snapshots are in base64, ' +
      'pins in base64url; in the public feed they have 16 bytes. pointers: good ones of the issuer are read as what follows the text; bad ones are refused.',
    issuer: feedIssuer,
    snapshots: snapshotVectors(),
    changes: changeVectors(),
    pointers: pointerVectors(),
  };
}
