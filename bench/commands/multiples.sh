sum=0
n=1
while [ "$n" -lt "$1" ]; do
  [ $((n % 3)) -eq 0 ] || [ $((n % 5)) -eq 0 ] && sum=$((sum + n))
  n=$((n + 1))
done
echo "$sum"
