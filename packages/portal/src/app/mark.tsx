/** Where no logo is set: a drop of wax with a keyhole. */
export function Mark() {
  return (
    <svg aria-hidden="true" className="brand-mark" fill="currentColor" viewBox="0 0 20 20">
      <path
        d="M10 1c3.6 4.1 6.3 7.4 6.3 11a6.3 6.3 0 0 1-12.6 0C3.7 8.4 6.4 5.1 10 1Zm0 8.1a2.1 2.1 0 0 0-1 3.95v2.45h2v-2.45a2.1 2.1 0 0 0-1-3.95Z"
        fillRule="evenodd"
      />
    </svg>
  );
}
