#!/usr/bin/env bash
# Writes down the public surface of the packages under src: what is not in PublicAPI.Shipped.txt goes to
# PublicAPI.Unshipped.txt. Review the difference; it is what users will build on.
#
#   eng/update-public-api.sh                      every packed project
#   eng/update-public-api.sh src/Mce.Core ...     those given
set -euo pipefail
cd "$(dirname "$0")/.."

folders=("$@")
if [ ${#folders[@]} -eq 0 ]; then
  for project in src/*/*.csproj; do
    grep -qi '<IsPackable>false</IsPackable>' "$project" || folders+=("$(dirname "$project")")
  done
fi

for folder in "${folders[@]}"; do
  folder=${folder%/}
  project=$(echo "$folder"/*.csproj)
  # The analyzers are on where Shipped exists. Unshipped starts afresh, so that what was removed goes.
  [ -f "$folder/PublicAPI.Shipped.txt" ] || printf '#nullable enable\n' > "$folder/PublicAPI.Shipped.txt"
  printf '#nullable enable\n' > "$folder/PublicAPI.Unshipped.txt"
  dotnet restore "$project" --verbosity quiet
  dotnet format analyzers "$project" --no-restore --severity info --diagnostics RS0016
  # The fixer leaves no newline at the end, or one of its own; the file is the repository's.
  { echo '#nullable enable'; sed -e 's/^\xEF\xBB\xBF//' -e 's/\r$//' -e '/^#nullable enable$/d' -e '/^$/d' "$folder/PublicAPI.Unshipped.txt" | LC_ALL=C sort -u; } > "$folder/PublicAPI.Unshipped.tmp"
  mv "$folder/PublicAPI.Unshipped.tmp" "$folder/PublicAPI.Unshipped.txt"
  dotnet build "$project" --no-restore --verbosity quiet -nologo
  echo "$folder: $(($(wc -l < "$folder/PublicAPI.Unshipped.txt") - 1)) unshipped"
done
