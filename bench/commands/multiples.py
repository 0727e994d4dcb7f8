import sys

print(sum(n for n in range(1, int(sys.argv[1])) if n % 3 == 0 or n % 5 == 0))
