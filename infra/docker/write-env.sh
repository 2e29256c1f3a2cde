#!/bin/sh
# Writes infra/docker/.env from .env.example, with secrets of its own for every name that stands alone, and an empty sluice.env.
# Never overwrites one: its keys are what the control database is sealed with.
set -eu
cd "$(dirname "$0")"
if [ -e .env ]; then
  echo 'infra/docker/.env is there already: it holds the keys of this installation, so it is left alone' >&2
  exit 1
fi
umask 077
while IFS= read -r line; do
  case "$line" in
    *_PASSWORD=) printf '%s%s\n' "$line" "$(openssl rand -hex 24)" ;;
    SLUICE_*_KEY=) printf '%s%s\n' "$line" "$(openssl rand -base64 32)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < .env.example > .env
[ -e sluice.env ] || cat sluice.env.example > sluice.env
echo 'infra/docker/.env is written. What sluice.yaml takes from the environment goes into infra/docker/sluice.env' >&2
