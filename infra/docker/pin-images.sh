#!/bin/sh
# Pins the images that others make by their digests: asks their registries what each tag is now, and writes it behind the tag, in the Dockerfile, in
# compose.yaml and in the manifests of overlays/dev. Run it again to take what the tags have become since. Needs docker with buildx, and the network.
set -eu
cd "${1:-$(dirname "$0")/../..}"
files='infra/docker/Dockerfile infra/docker/compose.yaml infra/k8s/overlays/dev/postgres.yaml infra/k8s/overlays/dev/redis.yaml'

# What has a tag of its own, and is not ours.
images=$(
  for file in $files; do
    sed -n -E \
      -e 's/^ *image: ([a-z0-9./-]+:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]+)?$/\1/p' \
      -e 's/^ARG NODE_IMAGE=([a-z0-9./-]+:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]+)?$/\1/p' \
      -e 's/^# syntax=([a-z0-9./-]+:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]+)?$/\1/p' "$file"
  done | sort -u | grep -v '^sluice/'
)

# All of them are known before anything is written.
pins=$(
  for image in $images; do
    digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}') || digest=''
    case "$digest" in
      sha256:????????????????????????????????????????????????????????????????) ;;
      *) echo "the digest of $image cannot be read: is docker buildx here, and its registry in reach? nothing was changed" >&2; exit 1 ;;
    esac
    printf '%s %s\n' "$image" "$digest"
  done
)

printf '%s\n' "$pins" | while read -r image digest; do
  name=$(printf '%s' "$image" | sed 's/[.]/\\./g')
  for file in $files; do
    sed -E "s#(image: |ARG NODE_IMAGE=|\# syntax=)$name(@sha256:[0-9a-f]+)?\$#\1$image@$digest#" "$file" > "$file.pinned"
    # Written into the file that is there, which keeps its mode.
    cat "$file.pinned" > "$file"
    rm "$file.pinned"
  done
  echo "$image@$digest" >&2
done
