#!/bin/bash
# Makes the packages of one command from its jar, with a runtime of the JDK that is given:
#
#   package.sh NAME VERSION TIMESTAMP JDK MODULES
#
# writes NAME-VERSION-linux-ARCH.tar.gz, and where there is dpkg-deb NAME_VERSION_ARCH.deb, into target. The same jar
# and JDK give the same bytes: the times of all files are TIMESTAMP, names are sorted, and nobody's name is on them.
set -euo pipefail
umask 022
export LC_ALL=C TZ=UTC
name=$1 version=$2 jdk=$4 modules=$5
SOURCE_DATE_EPOCH=$(date -d "$3" +%s)
export SOURCE_DATE_EPOCH
cd "$(dirname "$0")/../../.."
sources=$PWD/..
case $name in
  phr) built=$sources/phr-cli/target launcher=$sources/phr ;;
  *) built=$sources/$name/target launcher=$sources/bin/$name ;;
esac

case $(uname -m) in
  x86_64) arch=x64 debian=amd64 ;;
  aarch64) arch=aarch64 debian=arm64 ;;
  *) echo "$(uname -m): no package is made for such a machine" >&2 && exit 1 ;;
esac

mkdir -p target
tree=target/$name-$version-linux-$arch
rm -rf "$tree" "target/$name.deb"
mkdir -p "$tree/bin" "$tree/lib"
cp "$launcher" "$tree/bin/$name"
cp "$built/$name.jar" "$tree/lib/"
cp "$sources/LICENSE" "$sources/THIRD-PARTY.md" "$tree/"
[ "$name" = phr ] && ln -s phr "$tree/bin/age-plugin-phr"
for folder in man completions; do
  if [ -d "target/$folder/$name" ]; then
    mkdir -p "$tree/share"
    cp -R "target/$folder/$name" "$tree/share/$folder"
  fi
done

# Unpacked, not to be unpacked at each start. What is stripped are line numbers of the JDK's own classes.
"$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --vm server --output "$tree/lib/runtime"
chmod -R u+w "$tree/lib/runtime"
rm -f "$tree"/lib/runtime/bin/{keytool,jrunscript,rmiregistry,jfr}

# The archive of loaded classes fits this runtime and this jar, whose time it holds. Of the list only the names are the
# same each time: when a class was loaded, and what was resolved in it by then, is chance; so are a few of the JDK's own
# that one of its threads loads.
stamp() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }
stamp "$tree"
release=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$tree/lib/runtime/release")
for list in "$built"/*.classlist; do
  classes=$(basename "$list" .classlist)
  grep -Ev '^@cp|^(java/lang|jdk/internal)/foreign/' "$list" | sed 's/ id: [0-9]*$//' |
    sort -u >"target/$classes.classlist"
  "$tree/lib/runtime/bin/java" -Xshare:dump -XX:SharedClassListFile="target/$classes.classlist" \
    -XX:SharedArchiveFile="$tree/lib/$classes-$release.jsa" -XX:+UseSerialGC -Xlog:disable -cp "$tree/lib/$name.jar"
done
chmod 644 "$tree"/lib/*.jsa
stamp "$tree"
# The launcher takes an archive that is newer than the jar.
touch -d "@$((SOURCE_DATE_EPOCH + 1))" "$tree"/lib/*.jsa

tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=gnu -C target "${tree#target/}" |
  gzip -n >"target/$name-$version-linux-$arch.tar.gz"

command -v dpkg-deb >/dev/null || { echo "there is no dpkg-deb, so no Debian package is made" >&2 && exit 0; }
root=target/$name.deb
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/$name" "$root/usr/share/doc/$name"
cp -R "$tree/bin" "$tree/lib" "$root/usr/lib/$name/"
for program in "$tree"/bin/*; do ln -s "../lib/$name/bin/${program##*/}" "$root/usr/bin/${program##*/}"; done
if [ -d "$tree/share/man" ]; then
  mkdir -p "$root/usr/share/man/man1"
  for page in "$tree"/share/man/*.1; do gzip -n -9 <"$page" >"$root/usr/share/man/man1/${page##*/}.gz"; done
  # What age starts has no page of its own; that of the command which writes its identities tells how it is used.
  [ "$name" = phr ] && ln -s phr-store-device-identity.1.gz "$root/usr/share/man/man1/age-plugin-phr.1.gz"
fi
install_completion() {
  [ -f "$tree/share/completions/$1" ] && install -D -m 644 "$tree/share/completions/$1" "$root/usr/share/$2"
}
if [ -d "$tree/share/completions" ]; then
  install_completion "$name.bash" "bash-completion/completions/$name"
  install_completion "$name.zsh" "zsh/vendor-completions/_$name"
  install_completion "$name.fish" "fish/vendor_completions.d/$name.fish"
fi
[ -d "src/main/deb/$name/root" ] && cp -R "src/main/deb/$name/root/." "$root/"
{
  cat src/main/deb/copyright
  printf '\nFiles: usr/lib/%s/lib/runtime/*\n' "$name"
  sed 1,/^$/d src/main/deb/copyright.runtime
} >"$root/usr/share/doc/$name/copyright"
cp "$sources/THIRD-PARTY.md" "$root/usr/share/doc/$name/"
mkdir -p "$root/usr/share/lintian/overrides"
sed "s/@NAME@/$name/g" src/main/deb/lintian-overrides >"$root/usr/share/lintian/overrides/$name"
debian_version=${version/-SNAPSHOT/~snapshot}
printf '%s (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the sources.\n\n -- %s  %s\n' \
  "$name" "$debian_version" "$(sed -n 's/^Maintainer: //p' "src/main/deb/$name/control")" \
  "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -n -9 >"$root/usr/share/doc/$name/changelog.gz"
{
  sed "s/@VERSION@/$debian_version/; s/@ARCH@/$debian/" "src/main/deb/$name/control"
} >"$root/DEBIAN/control"
for script in postinst prerm postrm; do
  [ -f "src/main/deb/$name/$script" ] && install -m 755 "src/main/deb/$name/$script" "$root/DEBIAN/$script"
done
kib=$(du -k --apparent-size -s "$root/usr" | cut -f1)
sed -i "/^Architecture:/a Installed-Size: $kib" "$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
stamp "$root"
touch -d "@$((SOURCE_DATE_EPOCH + 1))" "$root/usr/lib/$name"/lib/*.jsa
dpkg-deb --root-owner-group --threads-max=1 -Zxz -z3 --build "$root" "target/${name}_${debian_version}_$debian.deb" >/dev/null
