#!/bin/sh
# Writes infra/docker/.env from .env.example, with secrets of its own for every name that stands alone, and an empty sluice.env.
# What is there already is left alone, since the control database is sealed with its keys; passwords of the roles of the control database that an
# earlier version did not have are added, and a key that has another name now stands under that, too.
set -eu
cd "$(dirname "$0")"
umask 077
write_line() {
  case "$1" in
    *_PASSWORD=) printf '%s%s\n' "$1" "$(openssl rand -hex 24)" ;;
    SLUICE_*_KEY=) printf '%s%s\n' "$1" "$(openssl rand -base64 32)" ;;
    *) printf '%s\n' "$1" ;;
  esac
}
if [ -e .env ]; then
  added=''
  while IFS= read -r line; do
    case "$line" in
      *_DATABASE_PASSWORD= | SLUICE_DATA_KEY= | SLUICE_ALERTS_KEY=)
        if ! grep -q "^$line" .env; then
          # A file that was edited by hand may end without a newline.
          [ -z "$(tail -c 1 .env)" ] || echo >> .env
          # The key is the one that was called SLUICE_LETTERS_KEY before.
          renamed=$(sed -n "s/^SLUICE_LETTERS_\(KEY.*\)/SLUICE_DATA_\1/p" .env)
          case "$line" in
            SLUICE_DATA_KEY=) printf '%s\n' "$renamed" >> .env ;;
            *) write_line "$line" >> .env ;;
          esac
          added="$added ${line%=}"
        fi
        ;;
    esac
  done < .env.example
  if [ -n "$added" ]; then
    echo "infra/docker/.env was there already, and is left as it is; added:$added" >&2
    exit 0
  fi
  echo 'infra/docker/.env is there already: it holds the keys of this installation, so it is left alone' >&2
  exit 1
fi
while IFS= read -r line; do write_line "$line"; done < .env.example > .env
[ -e sluice.env ] || cat sluice.env.example > sluice.env
echo 'infra/docker/.env is written. What sluice.yaml takes from the environment goes into infra/docker/sluice.env' >&2
